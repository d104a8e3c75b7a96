package io.k8s.sparkoperator.driver;

/** An executor that the operator saw end without having been asked to. */
final class ExecutorLoss {
  final long sequence;
  final String id;
  final int exitCode;
  final boolean causedByApplication;
  final String reason;

  ExecutorLoss(long sequence, String id, int exitCode, boolean causedByApplication, String reason) {
    this.sequence = sequence;
    this.id = id;
    this.exitCode = exitCode;
    this.causedByApplication = causedByApplication;
    this.reason = reason;
  }
}
