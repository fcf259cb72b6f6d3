package io.github.dfserver.manager.limit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each client has had lately. A limited number of clients is remembered; those beyond it share
 * one account, so that nobody gets past a limit by coming from everywhere. Thread-safe; nothing
 * here blocks.
 */
final class ClientBooks {
  private final int maxTransfers;
  private final int maxRate;
  private final int maxClients;
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Account others;

  /** What one client has. */
  private static final class Account {
    private final Optional<TokenBucket> requests;
    private int transfers;
    private boolean closed;

    Account(int maxRate, long now) {
      requests = maxRate == 0 ? Optional.empty() : Optional.of(new TokenBucket(maxRate, now));
    }

    /** Whether there is still room; empty when the account is no longer in the books. */
    synchronized Optional<Boolean> begin(int most) {
      if (closed) {
        return Optional.empty();
      }
      if (transfers >= most) {
        return Optional.of(false);
      }
      transfers++;
      return Optional.of(true);
    }

    synchronized void end() {
      transfers--;
    }

    /** Closes it when forgetting it changes nothing. */
    synchronized boolean close(long now) {
      closed = transfers == 0 && requests.map(bucket -> bucket.isFull(now)).orElse(true);
      return closed;
    }
  }

  /**
   * Empty books.
   *
   * @param maxTransfers of one client at a time, 0 without a limit
   * @param maxRate requests a second of one client, 0 without a limit
   * @param maxClients how many are remembered
   */
  ClientBooks(int maxTransfers, int maxRate, int maxClients, long now) {
    this.maxTransfers = maxTransfers;
    this.maxRate = maxRate;
    this.maxClients = maxClients;
    this.others = new Account(maxRate, now);
  }

  /** Whether a client may send one more request now. */
  boolean request(String client, long now) {
    return maxRate == 0
        || account(client, now).requests.map(bucket -> bucket.take(now)).orElse(true);
  }

  /**
   * A client begins a transfer.
   *
   * @return what ends it, to be run once; empty when it has too many
   */
  Optional<Runnable> transfer(String client, long now) {
    if (maxTransfers == 0) {
      return Optional.of(() -> {});
    }
    while (true) {
      Account account = account(client, now);
      Optional<Boolean> began = account.begin(maxTransfers);
      if (began.isPresent()) {
        return began.filter(room -> room).map(room -> account::end);
      }
      accounts.remove(client, account);
    }
  }

  private Account account(String client, long now) {
    Account known = accounts.get(client);
    if (known != null) {
      return known;
    }
    return accounts.size() >= maxClients
        ? others
        : accounts.computeIfAbsent(client, key -> new Account(maxRate, now));
  }

  /** Forgets those who have nothing. */
  void forgetIdle(long now) {
    accounts.values().removeIf(account -> account.close(now));
  }

  /** How many are remembered. */
  int size() {
    return accounts.size();
  }
}
