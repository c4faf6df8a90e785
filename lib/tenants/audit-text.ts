const verbs: Readonly<Record<string, string>> = {
  'run.started': 'started a run',
  'run.code_renewed': 'asked for a new sign-in code',
  'run.browser_sign_in': 'went to Microsoft to sign in, in the browser',
  'sign_in.leftover_removed': 'removed the sign-in application from the tenant again',
  'sign_in.leftover_kept': 'left the sign-in application, which stood there before',
  'sign_in.leftover_refused': 'could not remove the sign-in application from the tenant',
  'sign_in.leftover_standing': 'did not find the sign-in application to remove it',
  'run.proof_retried': 'proved the key again',
  'run.by_hand': 'chose to set it up by hand',
  'run.application_brought_back': 'brought the application id back',
  'run.plan_approved': 'agreed to change what stood there before',
  'run.restore_chosen': 'chose to restore the deleted application',
  'run.purge_chosen': 'chose to delete the old application for good',
  'run.takeover_agreed': 'agreed to take over an application that stood there',
  'run.certificate_requested': 'made a request for their certificate authority',
  'run.certificate_brought_back': 'brought the signed certificate back',
  'run.cancelled': 'stopped the run',
  'certificate.rotation_started': 'began to renew the certificate',
  'certificate.rotation_stopped': 'could not renew the certificate and needs somebody',
  'certificate.revocation_started': 'asked for a new key at once',
  'certificate.activated': 'proved the new key and uses it',
  'certificate.retired': 'took the old key off and destroyed its private half',
  'certificate.revoked': 'took the key believed stolen off and destroyed its private half',
  'condition.snoozed': 'snoozed a condition',
  'condition.unsnoozed': 'ended a snooze',
  'tenant.expiry_levels_changed': 'changed when notices of the certificate come',
  'server_key.added': 'brought the certificate of a backup server',
  'server_key.removed': 'removed the certificate of a backup server',
  'token.issued': 'gave an API client a token',
  'tenant.connected': 'connected and proved',
  'tenant.adopted': 'took over and proved',
  'tenant.reconfigured': 'reconfigured and proved',
  'restore.asked': 'asked for a restore application',
  'restore.opened': 'opened the restore application',
  'restore.closed': 'closed the restore application',
  'restore.sign_in_started': 'began a restore sign-in',
  'restore.signed_in': 'has a restore sign-in ready',
  'restore.sign_in_ended': 'ended a restore sign-in without a result',
  'restore.assertion_taken': 'took what a restore sign-in brought',
  'restore.handed_over': 'handed a restore sign-in to a backup server',
  'restore.door_opened': 'opened restore sign-in for software',
  'restore.door_shut': 'shut restore sign-in for software',
  'restore.used': 'got restore tokens',
  'restore.refused': 'was refused restore tokens',
  'restore.token_given': 'got its Microsoft token for a restore',
  'tenant.decommissioned': 'took the tenant back',
  'tenant.forgotten': 'forgot the tenant here',
  'tenant.checked': 'checked the tenant',
}

/** One audit entry as a sentence. At the door for restores an account of the tenant acts, or somebody unknown. */
export function auditText(entry: { actor: string; action: string; detail: Readonly<Record<string, unknown>> }): string {
  const { operator, account } = entry.detail
  const verb = verbs[entry.action] ?? entry.action
  if (typeof operator === 'string')
    return `${entry.actor.startsWith('client:') ? 'The API client ' : ''}${operator} ${verb}`
  if (!atDoor.has(entry.action)) return `Latchkey ${verb}`
  return `${typeof account === 'string' ? account : 'Somebody'} ${verb}`
}

const atDoor: ReadonlySet<string> = new Set(['restore.used', 'restore.refused', 'restore.token_given'])
