package io.github.dfserver.node.credentials;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Whatever library asks it, gives engines that speak TLS 1.3 and 1.2 only, as a client, and compare
 * the name in the certificate with the host's.
 */
final class ClientContext extends SSLContext {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  ClientContext(SSLContext java) {
    super(new Restricting(java), java.getProvider(), java.getProtocol());
  }

  private static final class Restricting extends SSLContextSpi {
    private final SSLContext java;

    Restricting(SSLContext java) {
      this.java = java;
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return restricted(java.createSSLEngine(host, port));
    }

    /** Good for looking at it only: without a host no name is the right one. */
    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return restricted(java.createSSLEngine());
    }

    private static SSLEngine restricted(SSLEngine engine) {
      engine.setUseClientMode(true);
      engine.setEnabledProtocols(PROTOCOLS);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
      return engine;
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return engineCreateSSLEngine().getSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return java.getSupportedSSLParameters();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("this context is made already");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      throw new UnsupportedOperationException("only engines");
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      throw new UnsupportedOperationException("only engines");
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return java.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return java.getClientSessionContext();
    }
  }
}
