/** Tests of the client side that is not the drop-in API. */
package org.ringcast.client;
