/** Makes a lost catalogue anew from what the nodes hold. */
package io.github.dfserver.manager.rebuild;
