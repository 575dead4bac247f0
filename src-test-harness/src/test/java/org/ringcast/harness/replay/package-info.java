/** Recorded client sessions played against a running daemon of ours. */
package org.ringcast.harness.replay;
