/*
 * Loads the ES module @kubernetes/client-node before anything requires it: jest, other than Node, cannot require a
 * module that it is just importing, and @dot-i/k8s-operator is CommonJS.
 */
import * as clientNode from '@kubernetes/client-node';

void clientNode;
