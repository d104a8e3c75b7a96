/** A claim that was made for an executor, as the executors' controller reads it. */
export interface ExecutorClaim {
  readonly name: string;
  readonly uid: string;
  readonly storageClass: string | undefined;
  /** What it asked for, or has been expanded to. */
  readonly bytes: number;
  /** Uid of the pod that owns it: the driver's, or an executor's. */
  readonly ownerUid: string | undefined;
  /** It can be mounted, and nobody has deleted it. */
  readonly usable: boolean;
}

/** A claim that each executor needs for itself. */
export interface ClaimNeed {
  readonly storageClass: string;
  readonly bytes: number;
}

/** How the claims of an application's executors live. */
export interface ClaimRules {
  /** The claims of one executor, in the order in which they are built; those that all share are not among them. */
  readonly needs: readonly ClaimNeed[];
  /** The names of those that are made for that executor, in the same order. */
  readonly namesOf: (id: number) => readonly string[];
  /** Who owns them, unless they go with their pods. */
  readonly driverUid: string;
  /** Each goes with the pod it was made for. Not `spark.kubernetes.driver.ownPersistentVolumeClaim`. */
  readonly goWithPod: boolean;
  /** Claims of executors that are gone are used again. `spark.kubernetes.driver.reusePersistentVolumeClaim` */
  readonly reuses: boolean;
  /**
   * Once there are claims for so many executors, the next wait for one that is free.
   * `spark.kubernetes.driver.waitToReusePersistentVolumeClaim`; undefined where none waits.
   */
  readonly waitsFrom: number | undefined;
}
