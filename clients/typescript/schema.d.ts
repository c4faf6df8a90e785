// Made by `npm run api-client` from the routes of the API. Changes here are lost.
export interface paths {
  '/api/v1/tenants': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Search tenants
     * @description By customer and domain, a page after a cursor. Filters that are left out let everything through.
     */
    get: operations['listTenants']
    put?: never
    /**
     * Begin to connect a tenant
     * @description Starts a run, or answers the one that is open. An administrator of the tenant then signs in on the page of the run: send the link to the person who has them at hand. The sign-in code is shown on that page only.
     */
    post: operations['connectTenant']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/tenants/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * One tenant
     * @description With its conditions, and for each the calls to Microsoft that prove it.
     */
    get: operations['getTenant']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/tenants/{id}/certificates': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Certificates of a tenant
     * @description The public halves, newest first. Private keys leave this installation for nobody.
     */
    get: operations['listCertificates']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/tenants/{id}/certificates/{certificateId}/pem': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * One certificate as PEM
     * @description For programs that take a file (RFC 7468).
     */
    get: operations['getCertificatePem']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/tenants/{id}/check': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Check a tenant now
     * @description Its turn comes within seconds. Afterwards `checkedAt` of its conditions is later.
     */
    post: operations['checkTenant']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/tenants/{id}/reconfigure-preview': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * What a reconfiguration would change
     * @description Looks at Microsoft where it may, and writes nothing.
     */
    post: operations['previewReconfigure']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/tenants/{id}/rotate': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Renew the certificate now
     * @description A new key takes over once it has signed in; the old one leaves after its overlap. Nobody has to sign in.
     */
    post: operations['rotateCertificate']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/runs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Runs, newest first
     * @description What was begun in the tenants within reach, by people, by clients and by Latchkey itself.
     */
    get: operations['listRuns']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/runs/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * One run
     * @description Its steps with their evidence, and how it ended. Never the sign-in code.
     */
    get: operations['getRun']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/runs/{id}/events': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Follow a run
     * @description Server-sent events: `run` with the whole run at once and after each change. The stream ends with the run, or with `over` when the token does.
     */
    get: operations['followRun']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/customers': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Customers
     * @description Those with a tenant within reach, by name, with how many.
     */
    get: operations['listCustomers']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/audit': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Who did what
     * @description Oldest first. A client with some tenants only sees the entries of these.
     */
    get: operations['listAudit']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/audit/export': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * The audit trail as a file
     * @description Every entry as one line of JSON, oldest first.
     */
    get: operations['exportAudit']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/restore/session': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Whose restore sign-in this is
     * @description For tokens of the token endpoint for restores: who signed in, to which tenant, until when.
     */
    get: operations['getRestoreSession']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/restore/token': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * The delegated token of the restore sign-in
     * @description Microsoft’s token for Graph, of the person who signed in. It travels in the token of ours and rests nowhere here.
     */
    post: operations['giveRestoreToken']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/restore/tenant': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * The tenant of the restore sign-in
     * @description What is known of it: application, certificate, workloads and conditions. Nothing can be changed.
     */
    get: operations['getRestoreTenant']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/tenants/{id}/token': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * A Microsoft token of the tenant’s application
     * @description By certificate, from memory while it lives for five more minutes. Each answer is in the audit trail before it leaves.
     */
    post: operations['issueToken']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/oauth/token': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * An access token for an API client
     * @description Client credentials with secret or signed assertion, or a refresh token (RFC 6749, RFC 7523).
     */
    post: operations['askForToken']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v8/token': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * A token for a restore sign-in
     * @description Where backup software looks for it; also under v4 to v7. Paste the organization and the assertion. Off until an owner opens it for the tenant.
     */
    post: operations['askForRestoreToken']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    TenantPage: {
      items: components['schemas']['TenantSummary'][]
      /** @description Give it as `cursor` for the next page; null: this was the last. */
      next: string | null
    }
    TenantSummary: {
      /** Format: uuid */
      id: string
      /**
       * Format: uuid
       * @description Microsoft’s own id of the tenant.
       */
      entraTenantId: string
      customer: {
        /** Format: uuid */
        id: string
        name: string
      }
      domain: string
      practice: boolean
      state: components['schemas']['State']
      stateText: string
      workloads: {
        key: string
        name: string
        /** @enum {string} */
        status: 'ok' | 'warning' | 'failing' | 'unknown' | 'absent'
      }[]
      certificate: components['schemas']['CertificateLife']
      /**
       * Format: date-time
       * @description When a sign-in and reads last succeeded.
       */
      provedAt: string | null
      /**
       * Format: uuid
       * @description The open run, if there is one.
       */
      runId: string | null
      working: boolean
      tags: string[]
    }
    /** @enum {string} */
    State: 'ok' | 'warning' | 'failing' | 'unknown' | 'setting-up'
    /** @description When it ends, and when it renews itself. */
    CertificateLife: {
      /** Format: date-time */
      notBefore: string
      /** Format: date-time */
      notAfter: string
      /** Format: date-time */
      renewAt: string
    } | null
    Problem: {
      /**
       * Format: uri
       * @description A page that explains this kind of problem. Stable: compare with it.
       */
      type: string
      /** @description What happened, for people. */
      title: string
      /** Format: int32 */
      status: number
      /** @description The last part of the type. */
      code: string
      /** @description What was at fault in the request. */
      field?: string
      errors?: {
        in: string
        field: string
        detail: string
      }[]
      requestId?: string
    }
    Tenant: {
      /** Format: uuid */
      id: string
      /** Format: uuid */
      entraTenantId: string
      /** Format: uuid */
      appId: string | null
      customer: {
        /** Format: uuid */
        id: string
        name: string
      }
      domain: string
      displayName: string
      practice: boolean
      state: components['schemas']['State']
      /** @description How it stands, for people. */
      sentence: string
      explanation: string
      baseline: {
        name: string
        /** Format: int32 */
        version: number
        workloads: string[]
      }
      conditions: components['schemas']['Condition'][]
      /** @description When it ends, and when it renews itself. */
      certificate: components['schemas']['CertificateLife'] &
        ({
          sha256: string
          sha1: string
          /** Format: int32 */
          keyVersion: number
        } | null)
      permissions: components['schemas']['Permission'][]
      tags: string[]
      /** Format: uuid */
      openRunId: string | null
      decommissioned: boolean
      /** Format: date-time */
      connectedAt: string | null
      /** Format: date-time */
      provedAt: string | null
      /** Format: date-time */
      nextCheckAt: string | null
    }
    Condition: {
      type: string
      name: string
      status: components['schemas']['Status']
      /** @description For programs: why it has this status. */
      reason: string
      message: string
      remedy: string | null
      /** @description Who has to act. */
      who: string | null
      evidence: components['schemas']['Evidence'][]
      /** Format: date-time */
      checkedAt: string
      /** Format: date-time */
      since: string
      /** Format: date-time */
      provedAt: string | null
      /** Format: date-time */
      unsureSince: string | null
    }
    /** @enum {string} */
    Status: 'ok' | 'warning' | 'failing' | 'unknown'
    /** @description One call to Microsoft and its answer, never with a token. */
    Evidence: {
      call: string
      answer: string
      /** Format: date-time */
      at: string
      /** Format: int32 */
      milliseconds: number
      unseen?: boolean
      refusal?: {
        code: string
        traceId: string | null
        correlationId: string | null
      }
    }
    Permission: {
      resource: string
      workload: string
      role: string
      desired: boolean
      granted: boolean | null
      proved: boolean | null
      canWrite: boolean
    }
    Begun: {
      /** Format: uuid */
      runId: string
      /** Format: uuid */
      tenantId: string
      /**
       * Format: uri
       * @description The run in this API.
       */
      run: string
      /**
       * Format: uri
       * @description The page of the run, for the person who signs in.
       */
      page: string
    }
    Connect: {
      customer: string
      /** @example contoso.onmicrosoft.com */
      domain: string
      /** @default backup */
      baseline: string
      /**
       * @description Keys of workloads, such as `exchange`.
       * @example [
       *       "exchange"
       *     ]
       */
      workloads: string[]
    }
    Certificates: {
      items: components['schemas']['Certificate'][]
    }
    Certificate: {
      /** Format: uuid */
      id: string
      state: string
      /** Format: int32 */
      keyVersion: number
      subject: string
      serial: string
      sha256: string
      sha1: string
      /** Format: date-time */
      notBefore: string
      /** Format: date-time */
      notAfter: string
      pem: string
    }
    Asked: {
      /** Format: uuid */
      tenantId: string
      /** @enum {string} */
      result: 'requested' | 'already-under-way'
    }
    Preview: {
      /** Format: uuid */
      tenantId: string
      /** Format: uuid */
      openRunId: string | null
      baseline: {
        name: string
        /** Format: int32 */
        version: number
        key: string
        workloads: string[]
      }
      before: {
        name: string
        /** Format: int32 */
        version: number
      }
      source:
        | {
            /** @enum {string} */
            kind: 'observed'
            /** Format: date-time */
            at: string
            evidence: components['schemas']['Evidence'][]
          }
        | {
            /** @enum {string} */
            kind: 'records'
            why: string
          }
      added: components['schemas']['PermissionChange'][]
      removed: components['schemas']['PermissionChange'][]
      unchanged: components['schemas']['PermissionChange'][]
      notOffered: components['schemas']['PermissionChange'][]
      foreign: (components['schemas']['PermissionChange'] & {
        assignmentId: string
      })[]
      stays: string[]
      notes: string[]
      key: {
        changes: boolean
        sentence: string
      }
    }
    PermissionChange: {
      resource: string
      role: string
      workload: string | null
      canWrite: boolean
    }
    Choice: {
      /** @default backup */
      baseline: string
      /**
       * @description Keys of workloads, such as `exchange`.
       * @example [
       *       "exchange"
       *     ]
       */
      workloads: string[]
    }
    RunPage: {
      items: components['schemas']['RunSummary'][]
      /** @description Give it as `cursor` for the next page; null: this was the last. */
      next: string | null
    }
    RunSummary: {
      /** Format: uuid */
      id: string
      /** Format: uuid */
      tenantId: string
      kind: string
      /** @enum {string} */
      phase: 'sign-in' | 'setting-up' | 'proving' | 'waiting' | 'by-hand' | 'certificate' | 'rotating' | 'ended'
      /** @description For programs: how it ended, or why it waits. */
      outcome: string | null
      title: string | null
      /** Format: date-time */
      startedAt: string
      /** Format: date-time */
      endedAt: string | null
    }
    Run: {
      /** Format: uuid */
      id: string
      /** Format: uuid */
      tenantId: string
      customer: string
      domain: string
      practice: boolean
      kind: string
      baseline: string
      /**
       * @description `sign-in`: it waits for an administrator, on its page.
       * @enum {string}
       */
      phase: 'sign-in' | 'setting-up' | 'proving' | 'waiting' | 'by-hand' | 'certificate' | 'rotating' | 'ended'
      /** Format: date-time */
      startedAt: string
      /** Format: date-time */
      endedAt: string | null
      /**
       * Format: uri
       * @description Where a person follows it. The sign-in code is shown there and nowhere else.
       */
      page: string
      steps: {
        key: string
        name: string
        /** @enum {string} */
        status: 'todo' | 'doing' | 'done' | 'failed' | 'waiting'
        detail: string | null
        evidence: components['schemas']['Evidence'][]
        /** Format: date-time */
        startedAt: string | null
        /** Format: date-time */
        finishedAt: string | null
      }[]
      /** @description How it ended or why it waits, for people. */
      verdict: {
        reason: string
        /** @enum {string} */
        status: 'ok' | 'failing' | 'waiting'
        title: string
        explanation: string
        who: string | null
        written: string
        reference: string | null
      } | null
    }
    CustomerPage: {
      items: components['schemas']['Customer'][]
      /** @description Give it as `cursor` for the next page; null: this was the last. */
      next: string | null
    }
    Customer: {
      /** Format: uuid */
      id: string
      name: string
      /** Format: int32 */
      tenants: number
    }
    AuditPage: {
      items: components['schemas']['AuditEntry'][]
      /** @description Give it as `cursor` for the next page; null: this was the last. */
      next: string | null
    }
    AuditEntry: {
      /** @description Grows with each entry. */
      id: string
      /** Format: date-time */
      at: string
      /** @description `operator:` or `client:` with an id, or `system`. */
      actor: string
      action: string
      subject: string
      /** @description Facts, never a secret. */
      detail: {
        [key: string]: unknown
      }
    }
    RestoreSession: {
      account: {
        name: string
        userPrincipalName: string
      }
      tenant: {
        /**
         * Format: uuid
         * @description Our id of the tenant.
         */
        id: string
        /**
         * Format: uuid
         * @description Microsoft’s id of the tenant.
         */
        tenantId: string
        organizationName: string
        domain: string
        customer: string
      }
      scopes: string[]
      /**
       * Format: date-time
       * @description When the access token that was sent ends.
       */
      expiresAt: string
      microsoft: {
        clientId: string
        scope: string
        /** Format: date-time */
        expiresAt: string
      }
    }
    RestoreToken: {
      /** @enum {string} */
      token_type: 'Bearer'
      access_token: string
      scope: string
      /** Format: int32 */
      expires_in: number
      /** Format: date-time */
      expires_at: string
      /** @description Null unless the old pair was exchanged, which is then dead. */
      renewed:
        | ({
            access_token: string
            refresh_token: string
            token_type: string
            /** Format: int32 */
            expires_in: number
            userName: string
          } & {
            [key: string]: unknown
          })
        | null
    }
    RestoreTokenRequest: {
      /** @description Near its end Microsoft’s token is exchanged with this; then `renewed` is the new pair. */
      refresh_token?: string
    }
    Token: {
      /** @description Microsoft’s access token. Keep it in memory. */
      accessToken: string
      /** @enum {string} */
      tokenType: 'Bearer'
      /**
       * Format: date-time
       * @description At least five minutes away; ask again then.
       */
      expiresAt: string
      /**
       * @description Of Microsoft’s: what the token is for.
       * @enum {string}
       */
      resource: 'graph' | 'exchange' | 'sharepoint'
      /**
       * @description `restore` only while an operator holds the restore application open.
       * @enum {string}
       */
      purpose: 'backup' | 'restore'
      /**
       * Format: uuid
       * @description The token’s `tid`.
       */
      entraTenantId: string
      /**
       * Format: uuid
       * @description The token’s `appid`.
       */
      appId: string
    }
    TokenWish: {
      /**
       * @description Of Microsoft’s: what the token is for.
       * @enum {string}
       */
      resource: 'graph' | 'exchange' | 'sharepoint'
      /**
       * @description `restore` only while an operator holds the restore application open.
       * @default backup
       * @enum {string}
       */
      purpose: 'backup' | 'restore'
    }
    Tokens: {
      access_token: string
      token_type: string
      /** Format: int32 */
      expires_in: number
      refresh_token?: string
      scope?: string
    }
    /** @description RFC 6749 §5.2. */
    OAuthError: {
      error: string
      error_description?: string
    }
    Grant: {
      /** @enum {string} */
      grant_type: 'client_credentials' | 'refresh_token'
      client_id?: string
      client_secret?: string
      client_assertion_type?: string
      client_assertion?: string
      refresh_token?: string
      scope?: string
    }
    RestoreTokens: {
      access_token: string
      token_type: string
      refresh_token: string
      /** Format: int32 */
      expires_in: number
      '.issued': string
      '.expires': string
      userName: string
    }
    RestoreGrant: {
      /**
       * @description No password is ever taken.
       * @enum {string}
       */
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' | 'refresh_token'
      /** @description The organization, as its onmicrosoft.com name or its id. */
      client_id?: string
      /** @description The whole answer of Microsoft that a restore sign-in gave out. */
      assertion?: string
      refresh_token?: string
      /** @enum {string} */
      disable_antiforgery_token?: 'true' | 'false'
    }
  }
  responses: never
  parameters: never
  requestBodies: never
  headers: never
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  listTenants: {
    parameters: {
      query?: {
        /** @description Customer, domain, id, or a part of a thumbprint. */
        search?: string
        state?: components['schemas']['State']
        /** @description Id of the customer. */
        customer?: string
        tag?: string
        workload?: string
        /** @description Certificates that end within so many days, as in 30d, or have ended. */
        expiringWithin?: string
        cursor?: string
        limit?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of tenants. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['TenantPage']
        }
      }
      /** @description It is as you know it. */
      304: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  connectTenant: {
    parameters: {
      query?: never
      header?: {
        /** @description Yours, new for each order. The same order sent again within a day is answered the same. */
        'idempotency-key'?: string
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['Connect']
      }
    }
    responses: {
      /** @description The run. */
      202: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Where to follow what was begun. */
          Location?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Begun']
        }
      }
      /** @description The request could not be read. */
      400: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something else is under way, or was meanwhile. */
      409: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The body is too large. */
      413: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The body is no JSON. */
      415: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Microsoft did not answer. */
      502: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  getTenant: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Our id of the tenant. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The tenant. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Tenant']
        }
      }
      /** @description It is as you know it. */
      304: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description There is nothing here, or it is not this client’s to see. */
      404: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  listCertificates: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Our id of the tenant. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The certificates. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Certificates']
        }
      }
      /** @description It is as you know it. */
      304: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description There is nothing here, or it is not this client’s to see. */
      404: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  getCertificatePem: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Our id of the tenant. */
        id: string
        certificateId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The certificate. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/x-pem-file': string
        }
      }
      /** @description It is as you know it. */
      304: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description There is nothing here, or it is not this client’s to see. */
      404: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  checkTenant: {
    parameters: {
      query?: never
      header?: {
        /** @description Yours, new for each order. The same order sent again within a day is answered the same. */
        'idempotency-key'?: string
      }
      path: {
        /** @description Our id of the tenant. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The tenant, to look at again. */
      202: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Where to follow what was begun. */
          Location?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Asked']
        }
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description There is nothing here, or it is not this client’s to see. */
      404: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something else is under way, or was meanwhile. */
      409: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  previewReconfigure: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Our id of the tenant. */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['Choice']
      }
    }
    responses: {
      /** @description What would change. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Preview']
        }
      }
      /** @description The request could not be read. */
      400: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description There is nothing here, or it is not this client’s to see. */
      404: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something else is under way, or was meanwhile. */
      409: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The body is too large. */
      413: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The body is no JSON. */
      415: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Microsoft did not answer. */
      502: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  rotateCertificate: {
    parameters: {
      query?: never
      header?: {
        /** @description Yours, new for each order. The same order sent again within a day is answered the same. */
        'idempotency-key'?: string
      }
      path: {
        /** @description Our id of the tenant. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Asked for, or under way already. */
      202: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Where to follow what was begun. */
          Location?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Asked']
        }
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description There is nothing here, or it is not this client’s to see. */
      404: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something else is under way, or was meanwhile. */
      409: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  listRuns: {
    parameters: {
      query?: {
        /** @description Id of the tenant. */
        tenant?: string
        /** @description Those that have not ended, or those that have. */
        open?: 'true' | 'false'
        cursor?: string
        limit?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of runs. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['RunPage']
        }
      }
      /** @description It is as you know it. */
      304: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  getRun: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Id of the run. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The run. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Run']
        }
      }
      /** @description It is as you know it. */
      304: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description There is nothing here, or it is not this client’s to see. */
      404: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  followRun: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Id of the run. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Events. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'text/event-stream': string
        }
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description There is nothing here, or it is not this client’s to see. */
      404: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  listCustomers: {
    parameters: {
      query?: {
        cursor?: string
        limit?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of customers. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CustomerPage']
        }
      }
      /** @description It is as you know it. */
      304: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  listAudit: {
    parameters: {
      query?: {
        /** @description Id of the tenant. */
        tenant?: string
        /** @description Not earlier than this. */
        from?: string
        /** @description Earlier than this. */
        until?: string
        cursor?: string
        limit?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of entries. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['AuditPage']
        }
      }
      /** @description It is as you know it. */
      304: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  exportAudit: {
    parameters: {
      query?: {
        /** @description Id of the tenant. */
        tenant?: string
        /** @description Not earlier than this. */
        from?: string
        /** @description Earlier than this. */
        until?: string
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description One JSON object per line. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/x-ndjson': string
        }
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  getRestoreSession: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The session. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['RestoreSession']
        }
      }
      /** @description It is as you know it. */
      304: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  giveRestoreToken: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: {
      content: {
        'application/json': components['schemas']['RestoreTokenRequest']
      }
    }
    responses: {
      /** @description Microsoft’s token. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['RestoreToken']
        }
      }
      /** @description The request could not be read. */
      400: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something else is under way, or was meanwhile. */
      409: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The body is too large. */
      413: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The body is no JSON. */
      415: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Microsoft did not answer. */
      502: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  getRestoreTenant: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The tenant. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Tenant']
        }
      }
      /** @description It is as you know it. */
      304: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Send it as If-None-Match to hear whether anything changed. */
          ETag?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description There is nothing here, or it is not this client’s to see. */
      404: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  issueToken: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Our id of the tenant. */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['TokenWish']
      }
    }
    responses: {
      /** @description The token. */
      200: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Token']
        }
      }
      /** @description The request could not be read. */
      400: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description No token, or none that is valid. */
      401: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The token lacks the scope, or its client may not do this. */
      403: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description RFC 6750, where a scope is missing. */
          'WWW-Authenticate'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description There is nothing here, or it is not this client’s to see. */
      404: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something else is under way, or was meanwhile. */
      409: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The body is too large. */
      413: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The body is no JSON. */
      415: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description A value does not fit; `errors` says which. */
      422: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Too many requests. */
      429: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          /** @description Seconds to wait. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Something went wrong on our side. It was recorded. */
      500: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description Microsoft did not answer. */
      502: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
      /** @description The database of this installation does not answer. */
      503: {
        headers: {
          /** @description Names this request in our log; yours, if you sent one. */
          'X-Request-Id'?: string
          /** @description This portal and no other site. */
          'Access-Control-Allow-Origin'?: string
          /** @description What is left of this minute: `r` requests, for `t` seconds. */
          RateLimit?: string
          /** @description How many requests a minute has. */
          'RateLimit-Policy'?: string
          [name: string]: unknown
        }
        content: {
          'application/problem+json': components['schemas']['Problem']
        }
      }
    }
  }
  askForToken: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': components['schemas']['Grant']
      }
    }
    responses: {
      /** @description The token. */
      200: {
        headers: {
          /** @description Always no-store. */
          'Cache-Control'?: string
          /** @description Absent: no other site reads this. */
          'Access-Control-Allow-Origin'?: string
          /** @description Absent here; 429 has Retry-After. */
          RateLimit?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Tokens']
        }
      }
      /** @description The grant was refused; `error` says why. */
      400: {
        headers: {
          /** @description Always no-store. */
          'Cache-Control'?: string
          /** @description Absent: no other site reads this. */
          'Access-Control-Allow-Origin'?: string
          /** @description Absent here; 429 has Retry-After. */
          RateLimit?: string
          /** @description Seconds to wait, with 429. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthError']
        }
      }
      /** @description The client was not proved. */
      401: {
        headers: {
          /** @description Always no-store. */
          'Cache-Control'?: string
          /** @description Absent: no other site reads this. */
          'Access-Control-Allow-Origin'?: string
          /** @description Absent here; 429 has Retry-After. */
          RateLimit?: string
          /** @description Seconds to wait, with 429. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthError']
        }
      }
      /** @description Too many tries. */
      429: {
        headers: {
          /** @description Always no-store. */
          'Cache-Control'?: string
          /** @description Absent: no other site reads this. */
          'Access-Control-Allow-Origin'?: string
          /** @description Absent here; 429 has Retry-After. */
          RateLimit?: string
          /** @description Seconds to wait, with 429. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthError']
        }
      }
      /** @description Something went wrong on our side. */
      500: {
        headers: {
          /** @description Always no-store. */
          'Cache-Control'?: string
          /** @description Absent: no other site reads this. */
          'Access-Control-Allow-Origin'?: string
          /** @description Absent here; 429 has Retry-After. */
          RateLimit?: string
          /** @description Seconds to wait, with 429. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthError']
        }
      }
    }
  }
  askForRestoreToken: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': components['schemas']['RestoreGrant']
      }
    }
    responses: {
      /** @description The tokens. */
      200: {
        headers: {
          /** @description Always no-store. */
          'Cache-Control'?: string
          /** @description Absent: no other site reads this. */
          'Access-Control-Allow-Origin'?: string
          /** @description Absent here; 429 has Retry-After. */
          RateLimit?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['RestoreTokens']
        }
      }
      /** @description The grant was refused; `error` says why. */
      400: {
        headers: {
          /** @description Always no-store. */
          'Cache-Control'?: string
          /** @description Absent: no other site reads this. */
          'Access-Control-Allow-Origin'?: string
          /** @description Absent here; 429 has Retry-After. */
          RateLimit?: string
          /** @description Seconds to wait, with 429. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthError']
        }
      }
      /** @description The client was not proved. */
      401: {
        headers: {
          /** @description Always no-store. */
          'Cache-Control'?: string
          /** @description Absent: no other site reads this. */
          'Access-Control-Allow-Origin'?: string
          /** @description Absent here; 429 has Retry-After. */
          RateLimit?: string
          /** @description Seconds to wait, with 429. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthError']
        }
      }
      /** @description Too many tries. */
      429: {
        headers: {
          /** @description Always no-store. */
          'Cache-Control'?: string
          /** @description Absent: no other site reads this. */
          'Access-Control-Allow-Origin'?: string
          /** @description Absent here; 429 has Retry-After. */
          RateLimit?: string
          /** @description Seconds to wait, with 429. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthError']
        }
      }
      /** @description Something went wrong on our side. */
      500: {
        headers: {
          /** @description Always no-store. */
          'Cache-Control'?: string
          /** @description Absent: no other site reads this. */
          'Access-Control-Allow-Origin'?: string
          /** @description Absent here; 429 has Retry-After. */
          RateLimit?: string
          /** @description Seconds to wait, with 429. */
          'Retry-After'?: string
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthError']
        }
      }
    }
  }
}
