import { graph, type Workload } from './workload'

/**
 * What restoring takes, per workload of the backup. Nothing reads with them harmlessly, so that a token which carries
 * them is the whole proof. They are never part of a backup baseline.
 */
export const restoreWorkloads: readonly Workload[] = [
  restore('restore-exchange', 'Restore to Exchange Online', [
    graph('MailboxFolder.ReadWrite.All', 'high', 'Makes the folders that items go back to', { canWrite: true }),
    graph('MailboxItem.ImportExport.All', 'high', 'Puts mail, calendar and contacts back', { canWrite: true }),
  ]),
  restore('restore-sharepoint', 'Restore to SharePoint and OneDrive', [
    graph('Sites.ReadWrite.All', 'high', 'Puts lists and pages back', { canWrite: true }),
    graph('Files.ReadWrite.All', 'high', 'Puts files back', { canWrite: true }),
  ]),
  restore('restore-teams', 'Restore to Teams', [
    graph('TeamSettings.ReadWrite.All', 'medium', 'Puts the settings of a team back', { canWrite: true }),
    graph('ChannelMember.ReadWrite.All', 'medium', 'Puts members of channels back', { canWrite: true }),
    graph('Group.ReadWrite.All', 'high', 'Makes the team’s group again', { canWrite: true }),
    graph('Teamwork.Migrate.All', 'high', 'Puts channels and posts back', { canWrite: true }),
  ]),
  restore('restore-groups', 'Restore to Groups', [
    graph('Group.ReadWrite.All', 'high', 'Makes groups again, with their members', { canWrite: true }),
  ]),
]

/** Which restore set goes with a workload of the backup, ours or a product’s own; null where there is none. */
export function restoreOf(workloadKey: string): Workload | null {
  return restoreWorkloads.find(({ key }) => workloadKey.endsWith(key.slice('restore-'.length))) ?? null
}

function restore(key: string, name: string, permissions: Workload['permissions']): Workload {
  return {
    key,
    name,
    permissions,
    proof: 'restore',
    vendor: null,
    always: false,
    note: null,
    directoryRoles: [],
  }
}
