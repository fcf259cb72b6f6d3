/** Nobody gets in who may not: hostile clients and hostile nodes. */
package io.github.dfserver.it.security;
