/** Tests of the drop-in classes against a daemon that the tests play themselves. */
package spread;
