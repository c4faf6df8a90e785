import { describe, expect, test } from 'vitest'
import {
  announcementOf,
  faceOf,
  stageOf,
  stepsHeading,
  titleOf,
} from '@/app/(console)/tenants/[tenantId]/runs/[runId]/_parts/run-words'
import type { RunView, StepView } from '@/lib/tenants/run-page-views'
import type { Verdict } from '@/lib/tenants/verdict-views'

const step = (name: string, status: StepView['status']): StepView => ({
  key: name,
  name,
  status,
  detail: null,
  evidence: [],
  startedAt: null,
  finishedAt: null,
  waiting: null,
})

const run: RunView = {
  id: 'r',
  homeId: 'tenant-1',
  tenantId: 't',
  customer: 'Northwind Traders',
  domain: 'northwind.example',
  practice: true,
  kind: 'connect',
  baselineName: 'Backup (recommended)',
  phase: 'sign-in',
  browser: null,
  startedAt: '2026-11-21T10:00:00Z',
  endedAt: null,
  now: '2026-11-21T10:01:00Z',
  code: {
    userCode: 'FJKR7TQ2P',
    verificationUri: 'https://login.microsoft.com/device',
    expiresAt: '2026-11-21T10:15:00Z',
    lifetimeSeconds: 900,
    lastPollAt: null,
    pollSeconds: 5,
    another: true,
  },
  program: 'Microsoft Azure CLI',
  signedInAs: null,
  steps: [step('Signs in', 'doing'), step('Looks', 'todo'), step('Proves', 'todo')],
  verdict: null,
  receipt: null,
  byHand: null,
  certificateRequest: null,
}

const verdict: Verdict = {
  reason: 'declined',
  status: 'failing',
  title: 'The sign-in was cancelled at Microsoft',
  explanation: '',
  who: null,
  comparison: [],
  ways: [],
  evidence: [],
  reference: null,
  written: 'Nothing was written.',
}

describe('the face of a run', () => {
  test('a refusal is shown while the run rests', () => {
    expect(faceOf({ ...run, phase: 'waiting', code: null, verdict })).toBe('verdict')
    expect(faceOf({ ...run, phase: 'ended', code: null, verdict })).toBe('verdict')
  })

  test('a run that goes on shows its new code, not the refusal before it', () => {
    expect(faceOf({ ...run, verdict })).toBe('code')
    expect(faceOf({ ...run, phase: 'proving', verdict })).toBe('steps')
  })

  test('before the first code the page says that it asks for one', () => {
    expect(faceOf({ ...run, code: null })).toBe('preparing')
  })

  test('a receipt is the end, even beside an old verdict', () => {
    const receipt = { sentence: '', rows: [], promises: [] }
    expect(faceOf({ ...run, phase: 'ended', verdict, receipt })).toBe('finished')
  })

  test('a sign-in that was refused stays at “Sign in”, a step that was refused stands at “Set up”', () => {
    expect(stageOf({ ...run, phase: 'waiting', verdict })).toBe(2)
    const steps = [step('Signs in', 'done'), step('Looks', 'failed')]
    expect(stageOf({ ...run, phase: 'waiting', verdict, steps })).toBe(3)
  })
})

describe('words of a run', () => {
  test('the tab title never carries the code, because titles stay in the history', () => {
    expect(titleOf(run)).toBe('Sign in · Northwind Traders')
    expect(announcementOf(run)).not.toContain('FJKR7TQ2P')
  })

  test('the title counts the present step', () => {
    const steps = [step('Signs in', 'done'), step('Looks', 'done'), step('Proves', 'doing')]
    expect(titleOf({ ...run, phase: 'proving', steps })).toBe('Step 3 of 3 · Northwind Traders')
  })

  test('a wait is announced with its end', () => {
    const waiting = {
      since: '2026-11-21T10:00:00Z',
      until: '2026-11-21T10:04:30Z',
      nextTryAt: '2026-11-21T10:01:04Z',
      tries: 5,
      lastAnswer: 'AADSTS700027',
    }
    const steps = [step('Signs in', 'done'), { ...step('Proves', 'waiting'), waiting }]
    expect(announcementOf({ ...run, phase: 'proving', steps })).toBe(
      'Step 2 of 2: Proves, waiting up to 4 more minutes.',
    )
    expect(stepsHeading({ ...run, steps })).toBe('One of two steps done. Waiting for Microsoft.')
  })
})
