import type { VerdictContext } from './verdict-texts'

/** For the customer: how to delete by hand what Latchkey made, where nobody signs in with us. */
export function removalText(
  { customer, domain }: Pick<VerdictContext, 'customer' | 'domain'>,
  appId: string | null = null,
): string {
  const named = appId === null ? '“Latchkey backup”' : `“Latchkey backup” (application id ${appId})`
  return [
    'Hello,',
    `the backup of ${customer}’s Microsoft 365 (${domain}) through us has ended. In your tenant stands the application ${named}, which we made for it. We have destroyed our copy of its key, so nobody here can use it any more.`,
    'To remove it: open the Microsoft Entra admin center (entra.microsoft.com), App registrations → All applications, search for “Latchkey”, open it and choose Delete. Then open Deleted applications on the same page and choose Delete permanently. It takes a Global Administrator or an Application Administrator; about one minute.',
    'Deleting takes away its permissions at once and cannot break anything else: nothing but our backup used it. Until you delete it permanently, it can be restored there for 30 days.',
  ].join('\n\n')
}
