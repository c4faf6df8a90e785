import { findWorkload } from './workloads'

const names: Readonly<Record<string, string>> = {
  SignIn: 'Sign-in',
  Permissions: 'Permissions',
  Certificate: 'Certificate',
  Registration: 'Registration',
  Restore: 'Restore application',
  ServerKey: 'Certificate of a backup server',
}

/** What people read for a condition's type; a workload's condition carries the workload's key. */
export function conditionName(type: string): string {
  const workload = type.startsWith('Workload:') ? findWorkload(type.slice('Workload:'.length)) : undefined
  return workload?.name ?? names[type.split(':')[0] ?? ''] ?? type
}
