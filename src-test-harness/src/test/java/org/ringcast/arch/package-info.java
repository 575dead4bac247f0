/** Tests of the code's structure: which package may use which, and what every source file looks like. */
package org.ringcast.arch;
