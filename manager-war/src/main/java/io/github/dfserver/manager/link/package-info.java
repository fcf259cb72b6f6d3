/** Signed links: whoever has one may read one file for a while, without any other credentials. */
package io.github.dfserver.manager.link;
