/** What goes on by itself while all is calm: kubelets do what they are asked to, and the driver what it has to. */
import type { Witness } from '../witness/witness.ts';
import { isWell, type TrueExecutor } from '../witness/true-executor.ts';
import type { Driver } from './driver.ts';
import type { Kubelet } from './kubelet.ts';

export class Nature {
  readonly #witness: Witness;
  readonly #kubelet: Kubelet;
  readonly #driver: Driver;

  constructor(witness: Witness, kubelet: Kubelet, driver: Driver) {
    this.#witness = witness;
    this.#kubelet = kubelet;
    this.#driver = driver;
  }

  /** Those that are so, of all whose pods are there. */
  executors(are: (executor: TrueExecutor) => boolean): readonly TrueExecutor[] {
    return [...this.#witness.executors.values()].filter(are);
  }

  /** Whatever is due by now. */
  async takesItsCourse(): Promise<void> {
    const { driverHasEnded } = this.#witness;
    for (const executor of this.executors(({ stage }) => stage !== 'ended')) {
      if (executor.isDeleting) await this.#kubelet.reap(executor);
      else if (executor.stage === 'unknown') await this.#kubelet.end(executor, 'exits-1');
      else if (executor.stage === 'pending' && !driverHasEnded) await this.#kubelet.run(executor);
      else if (driverHasEnded) await this.#kubelet.end(executor, 'exits-1');
    }
    for (const executor of this.executors(({ isDeleting }) => isDeleting)) await this.#kubelet.reap(executor);
    if (driverHasEnded) return;
    await this.#driver.acknowledge();
    await this.#endIdle();
  }

  /** The driver has executors end that it was asked to part with. */
  async giveBack(): Promise<void> {
    for (const executor of this.executors(({ id }) => this.#witness.retirements.isAsked(id)))
      await this.#end(executor);
  }

  /** Executors that a driver does not want any more it ends itself, where nobody else does: others may wait for what they hold. */
  async #endIdle(): Promise<void> {
    const { wanted, target } = this.#witness;
    if (wanted === undefined) return;
    const running = this.executors((executor) => executor.stage === 'running' && isWell(executor));
    for (const profileId of new Set(running.map((executor) => executor.profileId))) {
      if (profileId === 0 && target !== undefined) continue;
      const idle = running
        .filter(
          (executor) =>
            executor.profileId === profileId &&
            this.#witness.ids.unfinished.has(executor.id) &&
            !this.#driver.hasKilled(executor.id),
        )
        .slice(wanted.get(profileId) ?? 0);
      for (const executor of idle) await this.#end(executor);
    }
  }

  async #end(executor: TrueExecutor): Promise<void> {
    this.#witness.taken.add(executor.uid);
    await this.#kubelet.end(executor, 'exits-0');
  }
}
