/** What the tests share. */
package io.github.dfserver.it.support;
