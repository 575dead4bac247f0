/** Tests of the packet codecs with what real daemons and monitors sent. */
package org.ringcast.harness.wire;
