/** The components of the control plane: what each is started with and when others can use it. */
import { join } from 'node:path';

import { askApiServer } from './api-server-request.ts';
import { certificateFile, keyFile, publicKeyFile, TOKEN_SIGNER } from './certificates.ts';
import {
  API_SERVER_URL,
  CLUSTER_DOMAIN,
  controlPlaneAddress,
  ETCD_URL,
  POD_RANGE,
  SERVICE_RANGE,
} from './cluster-layout.ts';
import type { ClusterLayout } from './cluster-layout.ts';
import type { ClusterPlan } from './cluster-plan.ts';
import { commandFlags } from './command-flags.ts';
import type { ComponentDescription } from './component.ts';

/** For what every change passes through: it goes before the pods' own work on a busy machine. */
export const BEFORE_PODS = -5;

export function etcd(layout: ClusterLayout, plan: ClusterPlan): ComponentDescription {
  const flags = commandFlags({
    'data-dir': layout.etcdData,
    'listen-client-urls': ETCD_URL,
    'advertise-client-urls': ETCD_URL,
    'listen-peer-urls': 'http://127.0.0.1:2380',
    'unsafe-no-fsync': !plan.options.fsync,
    'quota-backend-bytes': 4 * 1024 ** 3,
    'log-level': 'warn',
  });
  return {
    name: 'etcd',
    command: [join(plan.programs, 'etcd'), ...flags],
    niceness: BEFORE_PODS,
    isReady: async () => (await fetch(`${ETCD_URL}/readyz`)).ok,
  };
}

export function apiServer(layout: ClusterLayout, plan: ClusterPlan): ComponentDescription {
  const { certificates } = layout;
  const flags = commandFlags({
    'etcd-servers': ETCD_URL,
    'secure-port': new URL(API_SERVER_URL).port,
    'advertise-address': controlPlaneAddress(layout),
    'service-cluster-ip-range': SERVICE_RANGE,
    'tls-cert-file': certificateFile(certificates, 'kube-apiserver'),
    'tls-private-key-file': keyFile(certificates, 'kube-apiserver'),
    'client-ca-file': certificateFile(certificates, 'ca'),
    'service-account-issuer': `https://kubernetes.default.svc.${CLUSTER_DOMAIN}`,
    'service-account-key-file': publicKeyFile(certificates, TOKEN_SIGNER),
    'service-account-signing-key-file': keyFile(certificates, TOKEN_SIGNER),
    'kubelet-client-certificate': certificateFile(certificates, 'admin'),
    'kubelet-client-key': keyFile(certificates, 'admin'),
    'kubelet-certificate-authority': certificateFile(certificates, 'ca'),
    'kubelet-preferred-address-types': 'InternalIP',
    'authorization-mode': 'Node,RBAC',
    'allow-privileged': true,
    // Without the controller-manager nobody makes service accounts, and no pod could be created.
    'disable-admission-plugins': runsControllers(plan) ? '' : 'ServiceAccount',
  });
  return {
    name: 'kube-apiserver',
    command: [join(plan.programs, 'kube-apiserver'), ...flags],
    niceness: BEFORE_PODS,
    isReady: async () => (await askApiServer(layout, '/readyz')).status === 200,
  };
}

export function controllerManager(layout: ClusterLayout, plan: ClusterPlan): ComponentDescription {
  const flags = commandFlags({
    kubeconfig: join(layout.certificates, 'kube-controller-manager.kubeconfig'),
    'service-account-private-key-file': keyFile(layout.certificates, TOKEN_SIGNER),
    'root-ca-file': certificateFile(layout.certificates, 'ca'),
    'use-service-account-credentials': true,
    'cluster-cidr': POD_RANGE,
    'service-cluster-ip-range': SERVICE_RANGE,
    'enable-hostpath-provisioner': true,
    'leader-elect': false,
    // Less than half of the default: tests wait for it. Our kubelets say often enough that they are there.
    ...(plan.options.mode === 'node' ? { 'node-monitor-grace-period': '20s' } : {}),
  });
  const defaultAccount = '/api/v1/namespaces/default/serviceaccounts/default';
  return {
    name: 'kube-controller-manager',
    command: [join(plan.programs, 'kube-controller-manager'), ...flags],
    isReady: async () => (await askApiServer(layout, defaultAccount)).status === 200,
  };
}

export function scheduler(layout: ClusterLayout, plan: ClusterPlan): ComponentDescription {
  const flags = commandFlags({
    kubeconfig: join(layout.certificates, 'kube-scheduler.kubeconfig'),
    'leader-elect': false,
  });
  return {
    name: 'kube-scheduler',
    command: [join(plan.programs, 'kube-scheduler'), ...flags],
    // Pods wait for it anyhow.
    isReady: () => Promise.resolve(true),
  };
}

export function runsControllers({ options }: ClusterPlan): boolean {
  return options.mode === 'node' || options.controllers;
}
