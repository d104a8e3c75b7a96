/** The head of every Kubernetes object, as plain JSON: what the API server sends is what we keep. */
export interface ObjectMeta {
  /** A DNS subdomain of at most 253 characters for most kinds; unique among living objects of a kind and namespace. */
  readonly name: string;
  /** Absent only on objects that belong to the whole cluster, and on those that nobody has sent yet. */
  readonly namespace?: string;
  /** Given by the API server. Never used twice: an object made again under the same name has another one. */
  readonly uid?: string;
  /** Opaque: compared for equality, never for order. */
  readonly resourceVersion?: string;
  /** Counts the changes of `spec`; a change of the status or of labels does not move it. */
  readonly generation?: number;
  /** RFC 3339, UTC, whole seconds. */
  readonly creationTimestamp?: string;
  /** RFC 3339; set once somebody asked for the deletion. */
  readonly deletionTimestamp?: string;
  /** Values of at most 63 characters: what selectors look at. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Any text, 256 KiB in all: nothing selects by it. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  /** Who still has to do something before the object may go. This project sets none. */
  readonly finalizers?: readonly string[];
}

/** Who an object belongs to; the garbage collector deletes it once every owner is gone. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  /** In the same namespace: the garbage collector looks nowhere else. */
  readonly name: string;
  readonly uid: string;
  /** At most one of the owners may be the controlling one. @default false */
  readonly controller?: boolean;
  /** A foreground deletion of the owner waits for this object. @default false */
  readonly blockOwnerDeletion?: boolean;
}

/** Any Kubernetes object. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
}

/** An object as the API server gives it back: it has an identity. */
export type Stored<T extends KubernetesObject> = T & {
  readonly metadata: { readonly namespace: string; readonly uid: string; readonly resourceVersion: string };
};

/** A name in a namespace: the key of everything namespaced. */
export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

/** A kind of object as the API server addresses it. `T` is the shape of its objects. */
export interface Resource<T extends KubernetesObject> {
  /** `v1`, or `group/version`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Lower-case plural: the path segment. */
  readonly plural: string;
  /** Never set: carries the type of the objects. */
  readonly shape?: T;
}

/** `plural.group`, by which people and CRDs name a kind. */
export const resourceName = ({ plural, apiVersion }: Resource<KubernetesObject>): string =>
  [plural, ...apiVersion.split('/').slice(0, -1)].join('.');

/** The reference that makes `owner` the controlling owner of whatever carries it. */
export function controllerReference(owner: Stored<KubernetesObject>): OwnerReference {
  return {
    apiVersion: owner.apiVersion ?? '',
    kind: owner.kind ?? '',
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
  };
}

/** Whether `owner`, by uid, is among the owners of `object`. */
export function isOwnedBy(object: KubernetesObject, ownerUid: string): boolean {
  return object.metadata.ownerReferences?.some((reference) => reference.uid === ownerUid) ?? false;
}
