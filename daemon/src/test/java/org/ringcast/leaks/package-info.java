/** Buffers that a test lost fail it. Compiled with the daemon's tests, and copied to the tests of the modules above. */
package org.ringcast.leaks;
