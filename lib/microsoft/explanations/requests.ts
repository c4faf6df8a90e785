import type { Explanations } from './explanation'
import { misunderstood } from './directory'

/** Requests that Microsoft's sign-in service does not understand. None should ever be seen. */
export const requests: Explanations = {
  AADSTS50001: { ...misunderstood, meaning: 'Microsoft does not know the service that was asked for.' },
  AADSTS50149: misunderstood,
  AADSTS501491: misunderstood,
  AADSTS70003: misunderstood,
  AADSTS70005: misunderstood,
  AADSTS70007: misunderstood,
  AADSTS70011: misunderstood,
  AADSTS700022: misunderstood,
  AADSTS700023: misunderstood,
  AADSTS90004: misunderstood,
  AADSTS90014: misunderstood,
  AADSTS90019: misunderstood,
  AADSTS90023: misunderstood,
  AADSTS90100: misunderstood,
  AADSTS900144: misunderstood,
  AADSTS901002: misunderstood,
  AADSTS1002012: misunderstood,
  AADSTS9001023: misunderstood,
  AADSTS9002313: misunderstood,
  invalid_request: misunderstood,
  invalid_scope: misunderstood,
  unsupported_grant_type: misunderstood,
}
