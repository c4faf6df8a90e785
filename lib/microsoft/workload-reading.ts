import { explainFailure } from './failures'
import type { Evidence, MicrosoftFailure } from './observed'

/**
 * What one harmless read proved. `not-present`: the tenant has no such service, which is no failure. `not-offered`:
 * its Microsoft does not know the permission. `not-tried`: granted, but no read exists that would prove it.
 */
export interface WorkloadReading {
  status: 'ok' | 'not-present' | 'not-offered' | 'failed' | 'not-tried'
  message: string
  evidence: readonly Evidence[]
  failure?: MicrosoftFailure
  /** SharePoint's host as the tenant says it: stored, never built from the domain. */
  facts?: { sharepointHost: string }
}

export function failedReading(failure: MicrosoftFailure, evidence: readonly Evidence[]): WorkloadReading {
  return {
    status: 'failed',
    message: explainFailure(failure)?.meaning ?? 'Microsoft refused this read.',
    evidence,
    failure,
  }
}
