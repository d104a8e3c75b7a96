/** What must hold of the claims of executors. */
import type { PersistentVolumeClaimManifest } from '../../../src/volumes/persistent-volume-claim.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import type { ClaimsLife } from '../story.ts';
import type { TrueExecutor } from './true-executor.ts';

type Claim = Stored<PersistentVolumeClaimManifest>;

/** A claim as it really is. */
interface TrueClaim {
  readonly name: string;
  readonly storageClass: string | undefined;
  readonly owners: readonly string[];
}

/** What the rules look at beside claims. */
export interface ClaimSurroundings {
  /** Those whose pods are there. */
  readonly executors: ReadonlyMap<string, TrueExecutor>;
  /** Whether an id is reserved, its end is not recorded, and it has no pod yet. */
  readonly isAwaited: (id: number) => boolean;
  readonly isUnfinished: (id: number) => boolean;
  /** Whether a pod was refused to it before the weather was fair, so that it keeps the claims it was promised. */
  readonly isSpare: (id: number) => boolean;
  readonly isFair: () => boolean;
  readonly nowMs: () => number;
  readonly say: (violation: string) => void;
}

/** How long operators may take to see that a claim is used no more. */
const UNSEEN_MS = 15_000;

/**
 * 1. The claims of a pod are there before it is.
 * 2. No claim is used by two executors that count.
 * 3. A claim has one owner: the driver, or where claims go with their pods, the pod it was made for.
 * 4. No operator deletes any.
 * 5. Where claims are used again, none is made in fair weather while one like it is free.
 * 6. Where they are waited for, in fair weather none is made once there are enough for all executors that are wanted.
 */
export class ClaimRules {
  readonly #life: ClaimsLife;
  readonly #around: ClaimSurroundings;
  readonly #there = new Map<string, TrueClaim>();
  /** When a claim was used last, or made. */
  readonly #freeSince = new Map<string, number>();
  /** Since the last judgement. */
  #made: (TrueClaim & { readonly atMs: number })[] = [];

  constructor(life: ClaimsLife, around: ClaimSurroundings) {
    this.#life = life;
    this.#around = around;
  }

  /** @param most claims that there may be */
  see(before: Claim | undefined, after: Claim | undefined, most: number): void {
    const { say } = this.#around;
    const name = (after ?? before)?.metadata.name ?? '';
    if (after === undefined || after.metadata.deletionTimestamp !== undefined) {
      this.#there.delete(name);
      return say(`claim ${name} was deleted`);
    }
    const owners = (after.metadata.ownerReferences ?? []).map((owner) => owner.name);
    const claim = { name, storageClass: after.spec.storageClassName, owners };
    this.#there.set(name, claim);
    if (owners.length !== 1 || !this.#mayOwn(owners[0], name))
      say(`claim ${name} belongs to ${owners.join()}`);
    if (before === undefined) this.#created(claim, most);
  }

  #created(claim: TrueClaim, most: number): void {
    const { say, nowMs, isFair, isSpare } = this.#around;
    const atMs = nowMs();
    this.#freeSince.set(claim.name, atMs);
    if (isSpare(executorOf(claim.name))) return;
    this.#made.push({ ...claim, atMs });
    if (this.#life === 'waited-for' && isFair() && this.#there.size > most)
      say(`there are ${this.#there.size} claims, at most ${most} may be`);
  }

  /** A pod is there that uses claims. */
  used({ id, claims }: TrueExecutor): void {
    const { say, executors, isUnfinished } = this.#around;
    for (const name of claims) {
      if (!this.#there.has(name)) say(`the pod of ${id} came before its claim ${name}`);
      const others = [...executors.values()].filter(
        (other) => other.id !== id && other.stage !== 'ended' && other.claims.includes(name),
      );
      for (const other of others)
        if (isUnfinished(id) && isUnfinished(other.id)) say(`claim ${name} is used by ${other.id} and ${id}`);
    }
  }

  /** A pod is no more, or has ended. */
  released({ claims }: TrueExecutor): void {
    for (const name of claims) this.#freeSince.set(name, this.#around.nowMs());
  }

  /** Judges what was made since the last time, now that all that goes with it has happened. */
  judge(isFair: boolean): void {
    const made = this.#made;
    this.#made = [];
    const isReusing = this.#life === 'reused' || this.#life === 'waited-for';
    if (!isFair || !isReusing || made.length === 0) return;
    const living = [...this.#around.executors.values()].filter(({ stage }) => stage !== 'ended');
    const used = new Set(living.flatMap(({ claims }) => claims));
    for (const { name, storageClass, atMs } of made) {
      const free = [...this.#there.values()].find(
        (claim) =>
          claim.storageClass === storageClass &&
          !used.has(claim.name) &&
          (this.#freeSince.get(claim.name) ?? 0) <= atMs - UNSEEN_MS &&
          !this.#around.isAwaited(executorOf(claim.name)),
      );
      if (free !== undefined) this.#around.say(`claim ${name} was made although ${free.name} was free`);
    }
  }

  /** What is wrong once all is calm: a pod that is there owns the claims that go with it. */
  whatIsWrong(): readonly string[] {
    if (this.#life !== 'with-pod') return [];
    return [...this.#around.executors.values()]
      .filter(({ stage }) => stage !== 'ended')
      .flatMap(({ name, claims }) => claims.filter((claim) => this.#there.get(claim)?.owners[0] !== name))
      .map((name) => `claim ${name} does not belong to its pod`);
  }

  #mayOwn(owner: string | undefined, claim: string): boolean {
    if (owner === 'pi-driver') return true;
    return this.#life === 'with-pod' && owner !== undefined && claim.startsWith(`${owner}-pvc-`);
  }
}

/** The one it was made for. */
const executorOf = (claim: string): number => Number(/^pi-exec-(\d+)-/u.exec(claim)?.[1]);
