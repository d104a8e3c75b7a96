package io.k8s.sparkoperator.driver;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** What a class, or all classes of the plugin, logged since this was made. */
final class LogRecords extends Handler implements AutoCloseable {
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Logger logger;

  private LogRecords(Logger logger) {
    this.logger = logger;
    logger.addHandler(this);
  }

  static LogRecords of(Class<?> source) {
    return new LogRecords(Logger.getLogger(source.getName()));
  }

  static LogRecords ofAll() {
    return new LogRecords(Logger.getLogger(LogRecords.class.getPackage().getName()));
  }

  List<String> messages() {
    return records.stream().map(LogRecord::getMessage).collect(Collectors.toList());
  }

  boolean hasStackTrace() {
    return records.stream().anyMatch(record -> record.getThrown() != null);
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
