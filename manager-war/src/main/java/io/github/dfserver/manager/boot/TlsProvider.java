package io.github.dfserver.manager.boot;

import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * Gives the server its certificate, and whom to trust, by the names of two algorithms that its TLS
 * listener is set to. So the key is in no key store on disk and has no password, can be renewed
 * while the server runs, and a CA for clients is trusted by that listener and by nothing else in
 * the process: key and trust stores would be those of the whole JVM.
 */
final class TlsProvider extends Provider {
  /** The listener's {@code key-algorithm}. */
  static final String KEYS = "DfsManagerCertificate";

  /** The listener's {@code trust-algorithm}. */
  static final String TRUST = "DfsClientAuthorities";

  private static final long serialVersionUID = 1L;

  private TlsProvider() {
    super("DfsManager", "1", "the certificates of manager.jar");
  }

  /** From now on the whole process knows {@link #KEYS}. */
  static void offer(X509KeyManager keys) {
    offer("KeyManagerFactory", KEYS, new Keys(keys));
  }

  /** From now on the whole process knows {@link #TRUST}. */
  static void offer(X509TrustManager trust) {
    offer("TrustManagerFactory", TRUST, new Trust(trust));
  }

  private static void offer(String type, String algorithm, Object factory) {
    TlsProvider provider =
        Security.getProvider("DfsManager") instanceof TlsProvider known ? known : new TlsProvider();
    provider.putService(new Ready(provider, type, algorithm, factory));
    Security.addProvider(provider);
  }

  /** A service that is there already. */
  private static final class Ready extends Service {
    private final Object factory;

    Ready(Provider provider, String type, String algorithm, Object factory) {
      super(provider, type, algorithm, factory.getClass().getName(), List.of(), Map.of());
      this.factory = factory;
    }

    @Override
    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
      return factory;
    }
  }

  private static final class Keys extends KeyManagerFactorySpi {
    private final X509KeyManager keys;

    Keys(X509KeyManager keys) {
      this.keys = keys;
    }

    @Override
    protected void engineInit(KeyStore store, char[] password) {
      // The server offers the stores that it came with.
    }

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {
      // As above.
    }

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return new KeyManager[] {keys};
    }
  }

  private static final class Trust extends TrustManagerFactorySpi {
    private final X509TrustManager trust;

    Trust(X509TrustManager trust) {
      this.trust = trust;
    }

    @Override
    protected void engineInit(KeyStore store) {
      // The server offers the stores that it came with.
    }

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {
      // As above.
    }

    @Override
    protected TrustManager[] engineGetTrustManagers() {
      return new TrustManager[] {trust};
    }
  }
}
