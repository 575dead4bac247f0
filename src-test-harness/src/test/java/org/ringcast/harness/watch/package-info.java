/** Daemons as those see them who watch: the web server, the page in a browser, dumps of the flight recorder. */
package org.ringcast.harness.watch;
