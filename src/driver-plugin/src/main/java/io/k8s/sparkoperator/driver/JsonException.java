package io.k8s.sparkoperator.driver;

import java.io.IOException;

/** A text that should be JSON isn't. The message says where. */
final class JsonException extends IOException {
  JsonException(String message) {
    super(message);
  }
}
