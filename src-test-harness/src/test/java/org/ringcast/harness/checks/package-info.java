/**
 * What clients and operators can check from outside, against a daemon that runs: each test carries the number of the check or
 * of the defect that it shows; docs/checks.md lists them all. Everything goes through real sockets.
 */
package org.ringcast.harness.checks;
