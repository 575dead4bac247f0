/** The command-line tools against real daemons, and against the tools of an installed Spread. */
package org.ringcast.harness.tools;
