package io.k8s.sparkoperator.driver;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs one task at a time after a delay. A task whose time comes while another runs waits for it. */
interface Timer {
  void after(long delayMs, Runnable task);

  /** Forgets what hasn't begun. What is asked for afterwards is never run. */
  void stop();

  /** A timer on a daemon thread of that name, which is started when it is needed. */
  static Timer onDaemonThread(String name) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> daemon(name, task));
    executor.setRejectedExecutionHandler((task, stopped) -> { });
    return new Timer() {
      @Override
      public void after(long delayMs, Runnable task) {
        executor.schedule(task, delayMs, TimeUnit.MILLISECONDS);
      }

      @Override
      public void stop() {
        executor.shutdownNow();
      }
    };
  }

  /** A thread that keeps no JVM alive. */
  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
