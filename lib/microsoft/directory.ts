import type { Observed, ObserveScope, PublicKeyCredential, WriteAnswer } from './observed'

/**
 * One tenant's directory through one sign-in: the administrator's, or the application's own.
 * `observe` never writes; every write is safe to repeat, and says whether its effect is known.
 */
export interface Directory {
  observe(scope: ObserveScope, signal?: AbortSignal): Promise<Observed>
  /** PATCH /applications(uniqueName='…') with create-if-missing. `key` replaces the whole collection: only for a first write. */
  upsertApplication(input: {
    uniqueName: string
    displayName: string
    description: string
    requested: readonly { resourceAppId: string; roleIds: readonly string[] }[]
    key: PublicKeyCredential | null
  }): Promise<WriteAnswer<{ objectId: string; appId: string } | null>>
  /** PATCH /servicePrincipals(appId='…') with create-if-missing. */
  upsertServicePrincipal(appId: string): Promise<WriteAnswer<{ objectId: string } | null>>
  /** One $batch of at most 20, in parallel; answers in the order of `grants`. “Exists already” is done. */
  grantAppRoles(
    principalObjectId: string,
    grants: readonly { resourceObjectId: string; roleId: string }[],
  ): Promise<readonly WriteAnswer<{ assignmentId: string } | null>[]>
  revokeAppRole(principalObjectId: string, assignmentId: string): Promise<WriteAnswer>
  assignDirectoryRole(principalObjectId: string, roleTemplateId: string): Promise<WriteAnswer>
  /** POST addKey with a proof of possession signed by a living key (audience and issuer per Graph's rollkey page). */
  addKey(objectId: string, key: PublicKeyCredential, proof: string): Promise<WriteAnswer<{ keyId: string } | null>>
  removeKey(objectId: string, keyId: string, proof: string): Promise<WriteAnswer>
  /**
   * Reads `keyCredentials`, merges, writes the whole collection back. Refuses with kind `spreading` and writes nothing
   * when the read lacks one of `mustStand`: then the read is stale and writing would wipe a living key.
   */
  mergeKeys(
    objectId: string,
    change: { add: readonly PublicKeyCredential[]; removeKeyIds: readonly string[]; mustStand: readonly string[] },
  ): Promise<WriteAnswer>
  deleteServicePrincipal(objectId: string): Promise<WriteAnswer>
  deleteApplication(objectId: string): Promise<WriteAnswer>
  restoreDeletedApplication(objectId: string): Promise<WriteAnswer<{ objectId: string; appId: string } | null>>
  purgeDeletedApplication(objectId: string): Promise<WriteAnswer>
}
