/** The codecs against every recording. */
package org.ringcast.harness.vectors;
