/** How the console signs in: by which means, as whom, and with a code of an issuer. */
package io.github.dfserver.manager.session;
