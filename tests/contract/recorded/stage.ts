import type { PracticeCloud } from '@/practice-cloud/server'
import { keyCredential, newCertificate, newTenant, register, startCloud } from '@/tests/practice-cloud/support'
import type { Registered, Reply, Visitor } from '@/tests/practice-cloud/support'
import { readRecording } from './recordings'

export const NOBODY = '11111111-1111-1111-1111-111111111111'
export const certificate = newCertificate()

type Fault = Parameters<PracticeCloud['control']['fault']>[1]

/** A tenant of the practice cloud where a Global Administrator has registered one application, and what scenarios do there. */
export class Stage {
  readonly cloud: PracticeCloud
  readonly visitor: Visitor
  readonly made: Registered

  private constructor(cloud: PracticeCloud, visitor: Visitor, made: Registered) {
    this.cloud = cloud
    this.visitor = visitor
    this.made = made
  }

  static async open(): Promise<Stage> {
    const cloud = await startCloud()
    const visitor = await newTenant(cloud)
    return new Stage(cloud, visitor, await register(visitor, certificate))
  }

  graph(method: string, place: string, body?: unknown): Promise<Reply> {
    return this.visitor.graph(this.made.token, method, place, body)
  }

  /** The body that was recorded with an exchange. */
  body(number: string): Record<string, unknown> {
    return readRecording(number).requestBody as Record<string, unknown>
  }

  /** With this fault on, and off again after the answer. */
  async faulty(fault: Fault, ask: () => Promise<Reply>): Promise<Reply> {
    await this.cloud.control.fault(this.visitor.tenantId, fault)
    const reply = await ask()
    await this.cloud.control.clearFaults(this.visitor.tenantId)
    return reply
  }

  /** An application of its own, so that scenarios do not meet. */
  async application(more: Record<string, unknown> = {}): Promise<{ id: string; appId: string }> {
    const { body } = await this.graph('POST', '/applications', { displayName: 'Fresh', ...more })
    return { id: String(body['id']), appId: String(body['appId']) }
  }

  async principal(more: Record<string, unknown> = {}): Promise<{ id: string; appId: string; objectId: string }> {
    const { id: objectId, appId } = await this.application(more)
    const { body } = await this.graph('POST', '/servicePrincipals', { appId })
    return { id: String(body['id']), appId, objectId }
  }

  withKey(): Record<string, unknown> {
    return { keyCredentials: [keyCredential(newCertificate())] }
  }

  /** Graph's own principal and one of its roles. */
  role(value = 'Mail.Read'): Promise<{ resourceId: string; appRoleId: string }> {
    return this.visitor.role(this.made.token, '00000003-0000-0000-c000-000000000000', value)
  }

  token(assertion: string, appId: string = this.made.appId): Promise<Reply> {
    return this.visitor.tokenReply(appId, assertion)
  }

  assertion(appId: string = this.made.appId): string {
    return this.visitor.assertion(appId, certificate)
  }
}

/** One recorded exchange asked here: prepares the state it needs, and gives the answer. */
export type Scenario = (stage: Stage) => Promise<Reply>
export type Scenarios = Readonly<Record<string, Scenario>>
