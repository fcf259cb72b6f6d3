/**
 * What can go wrong: one exception for each error code of the API, and for what never got an
 * answer.
 */
package io.github.dfserver.client.error;
