/** A local cluster that is up, as tests and commands see it: kubectl, images, outages, programs beside it. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { API_SERVER_URL, clusterLayout, nodeLayout } from './cluster-layout.ts';
import type { ClusterLayout, ClusterOptions } from './cluster-layout.ts';
import { readPlan } from './cluster-plan.ts';
import type { ClusterPlan } from './cluster-plan.ts';
import { askStatus, askToAddNode, askToLoseNode, askToStart, askToStop } from './control-protocol.ts';
import type { ClusterStatus } from './control-protocol.ts';
import { findHolder, inCluster, inNetwork } from './holder.ts';
import type { Holder } from './holder.ts';
import { builtImage } from './image-recipe.ts';
import { imageRecipe } from './image-recipes.ts';
import { importImageCommand } from './image-store.ts';
import { helmProgram } from './kubernetes-programs.ts';
import { silentProgress, type Progress } from './progress.ts';
import { capture, run } from './run.ts';

/** Programs that are run in the cluster's network find its name here. */
export const CLUSTER_VARIABLE = 'SPARK_OPERATOR_TEST_CLUSTER';

const API_SERVER = 'kube-apiserver';

export class LocalCluster {
  /** Valid inside the cluster's network namespace only. */
  readonly apiServerUrl = API_SERVER_URL;
  readonly layout: ClusterLayout;
  readonly options: ClusterOptions;
  private readonly plan: ClusterPlan;
  private readonly holder: Holder;

  constructor(layout: ClusterLayout, plan: ClusterPlan, holder: Holder) {
    this.layout = layout;
    this.options = plan.options;
    this.plan = plan;
    this.holder = holder;
  }

  get kubeconfigPath(): string {
    return this.layout.kubeconfig;
  }

  /** What a program in the cluster's network needs in its environment. */
  get environment(): Readonly<Record<string, string>> {
    return { KUBECONFIG: this.kubeconfigPath, [CLUSTER_VARIABLE]: this.options.name, ...noProxy() };
  }

  /** The command that runs `command` in the cluster's network, seeing the host's files and processes. */
  inNetwork(command: readonly string[]): readonly string[] {
    return inNetwork(this.holder, command);
  }

  /** The command that runs kubectl with these arguments. */
  kubectlCommand(words: readonly string[]): readonly string[] {
    return this.inNetwork([join(this.plan.programs, 'kubectl'), ...words]);
  }

  /** Runs kubectl and answers with what it prints. Fails: with all it said, when its exit code is not 0. */
  async kubectl(words: readonly string[], input?: string): Promise<string> {
    const options = input === undefined ? {} : { input };
    return await capture(this.kubectlCommand(words), { env: this.environment, ...options });
  }

  /** Runs Helm against this cluster and answers with what it prints. */
  async helm(words: readonly string[]): Promise<string> {
    return await capture(this.inNetwork([await helmProgram(silentProgress), ...words]), {
      env: this.environment,
    });
  }

  /** Gives the node an image: one of our recipes by its name, or a docker-archive by its path. */
  async loadImage(nameOrFile: string, progress: Progress): Promise<void> {
    if (this.options.mode !== 'node') {
      throw new Error(`cluster "${this.options.name}" runs no pods, so it takes no images: use --mode node`);
    }
    const archive = (await isFile(nameOrFile))
      ? resolve(nameOrFile)
      : await builtImage(imageRecipe(nameOrFile), progress);
    if (this.plan.images?.archives.includes(archive) === true) return;
    await progress.step(`load image ${nameOrFile}`, () =>
      run(inCluster(this.holder, importImageCommand(archive, nodeLayout(this.layout, 0).containerdSocket))),
    );
  }

  /** Ends the API server as a crash would, and waits until it has gone. */
  async stopApiServer(): Promise<void> {
    await this.stopComponent(API_SERVER, 'SIGKILL');
  }

  /** Starts it again and waits until it is ready. */
  async startApiServer(): Promise<void> {
    await this.startComponent(API_SERVER);
  }

  /** Ends it in good order, as an upgrade would, and starts it again. */
  async restartApiServer(): Promise<void> {
    await this.stopComponent(API_SERVER, 'SIGTERM');
    await this.startComponent(API_SERVER);
  }

  /** Ends a component, for example `kubelet`, and waits until it has gone; it stays down until it is started. */
  async stopComponent(name: string, signal: NodeJS.Signals): Promise<void> {
    await askToStop(this.layout, name, signal);
  }

  /** Starts a component again and waits until it is ready. */
  async startComponent(name: string): Promise<void> {
    await askToStart(this.layout, name);
  }

  /** Adds a node, `node-INDEX` (from 1 on), with the images that the cluster began with, and waits until it is ready. */
  async addNode(index: number): Promise<void> {
    await askToAddNode(this.layout, index);
  }

  /** Ends a further node as a power cut would: nobody hears from it any more, neither from its pods. */
  async loseNode(index: number): Promise<void> {
    await askToLoseNode(this.layout, index);
  }

  async status(): Promise<ClusterStatus> {
    return await askStatus(this.layout);
  }
}

/** The cluster of that name, if it is up or coming up. */
export async function findCluster(name: string): Promise<LocalCluster | undefined> {
  const layout = clusterLayout(name);
  const holder = await findHolder(layout);
  if (holder === undefined) return undefined;
  return new LocalCluster(layout, await readPlan(layout), holder);
}

/** The cluster of that name. Fails: when it is not up, with the command that brings it up. */
export async function connectCluster(name: string): Promise<LocalCluster> {
  const cluster = await findCluster(name);
  if (cluster !== undefined) return cluster;
  throw new Error(`cluster "${name}" is not up: run \`npm run cluster -- up --name ${name}\``);
}

/** The cluster in whose network this process was started. */
export async function surroundingCluster(): Promise<LocalCluster> {
  const name = process.env[CLUSTER_VARIABLE];
  if (name !== undefined) return await connectCluster(name);
  throw new Error(
    `${CLUSTER_VARIABLE} is not set: start this in a cluster, by \`npm run cluster -- exec -- COMMAND\``,
  );
}

/** A proxy of the host cannot be reached from the cluster's network. */
function noProxy(): Readonly<Record<string, string>> {
  return { NO_PROXY: '*', no_proxy: '*' };
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ?? false;
}
