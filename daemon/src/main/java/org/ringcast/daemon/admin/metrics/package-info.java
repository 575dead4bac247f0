/**
 * What a daemon measures, as lists and as text: the catalogue of all metrics, a snapshot of their values, and its forms for
 * Prometheus and as JSON (docs/counters.md). Entry classes: {@link org.ringcast.daemon.admin.metrics.Catalogue} and
 * {@link org.ringcast.daemon.admin.metrics.Snapshots}.
 *
 * <p>Owning thread: snapshots are taken on the ring loop and do not change afterwards; the rest is any thread's.
 */
package org.ringcast.daemon.admin.metrics;
