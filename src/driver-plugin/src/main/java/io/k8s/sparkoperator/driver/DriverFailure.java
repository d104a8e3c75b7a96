package io.k8s.sparkoperator.driver;

/** Why the operator wants this driver to end itself. */
final class DriverFailure {
  final int exitCode;
  final String message;

  DriverFailure(int exitCode, String message) {
    this.exitCode = exitCode;
    this.message = message;
  }
}
