/** The real WAR on Payara Micro by Arquillian, under a context root of its own. */
package io.github.dfserver.it.container;
