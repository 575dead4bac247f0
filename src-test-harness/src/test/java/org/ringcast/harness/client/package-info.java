/** The drop-in client classes against recordings and daemons. */
package org.ringcast.harness.client;
