import type { Licence } from './control'

/** What becomes of a practice tenant once it is connected, always by what its own side does. */
export type Mishap =
  /** Someone in the tenant's portal does this; it lasts. */
  | { plant: string; with?: Readonly<Record<string, unknown>> }
  /** A product of somebody else that was installed before, and reads as much. */
  | { product: { displayName: string; roles: readonly { role: string }[] } }
  /** The tenant's weather; the practice cloud forgets it when it starts again. */
  | { fault: Readonly<Record<string, unknown>> }

/** How far its run comes, when it is not connected: what its administrator does, or what stops them. */
export type Unfinished = 'waits' | 'declined' | 'lacks-role' | 'code-blocked' | 'by-hand' | 'authority'

/** One tenant of the practice fleet. */
export interface Member {
  customer: string
  domain: string
  tags: readonly string[]
  /** How long ago its certificate was made. */
  ageDays: number
  /** Two years unless its policy wants less. */
  lifeDays?: number
  licences?: readonly Licence[]
  /** All of the recommended baseline unless said otherwise. */
  workloads?: readonly string[]
  mishaps?: readonly Mishap[]
  /** Was in trouble for a moment, and is not any more. */
  passing?: true
  unfinished?: Unfinished
}

const blocked: Mishap = { fault: { name: 'workload-identity-blocked' } }
const selfSignedForbidden: Mishap = { fault: { name: 'self-signed-forbidden' } }
const slowed: Mishap = { fault: { name: 'throttle', retryAfterSeconds: 3600 } }
const pulled = (role: string): Mishap => ({ plant: 'removeGrant', with: { role } })

const mail = ['exchange', 'own-registration']
const files = ['sharepoint', 'own-registration']
const mailAndFiles = ['exchange', 'sharepoint', 'own-registration']

/** What a person has to look at: each state by its own cause. */
const troubled: readonly Member[] = [
  {
    customer: 'Nod Publishers',
    domain: 'nodpublishers.example',
    tags: ['gold', 'EU'],
    ageDays: 280,
    mishaps: [blocked],
  },
  {
    customer: 'Tailspin Toys',
    domain: 'tailspintoys.example',
    tags: ['gold'],
    ageDays: 200,
    workloads: mailAndFiles,
    mishaps: [blocked],
  },
  { customer: 'Litware', domain: 'litware.example', tags: ['EU', 'finance'], ageDays: 95, mishaps: [blocked] },
  {
    customer: 'Graphic Design Institute',
    domain: 'gdi.example',
    tags: ['education'],
    ageDays: 390,
    workloads: mail,
    mishaps: [blocked],
  },
  {
    customer: 'Margie’s Travel',
    domain: 'margiestravel.example',
    tags: ['silver'],
    ageDays: 230,
    mishaps: [{ plant: 'disableServicePrincipal' }],
  },
  {
    customer: 'Wingtip Toys',
    domain: 'wingtiptoys.example',
    tags: ['silver'],
    ageDays: 150,
    mishaps: [{ plant: 'deleteApplication' }],
  },
  {
    customer: 'Woodgrove Bank',
    domain: 'woodgrovebank.example',
    tags: ['gold', 'finance'],
    ageDays: 721,
    mishaps: [selfSignedForbidden],
  },
  {
    customer: 'VanArsdel',
    domain: 'vanarsdel.example',
    tags: ['silver'],
    ageDays: 718,
    workloads: mailAndFiles,
    mishaps: [selfSignedForbidden],
  },
  { customer: 'Proseware', domain: 'proseware.example', tags: ['EU'], ageDays: 716, mishaps: [selfSignedForbidden] },
  {
    customer: 'Adventure Works',
    domain: 'adventureworks.example',
    tags: ['gold', 'EU'],
    ageDays: 164,
    mishaps: [{ plant: 'foreignKey' }],
  },
  {
    customer: 'Blue Yonder Airlines',
    domain: 'blueyonder.example',
    tags: ['24×7'],
    ageDays: 310,
    mishaps: [{ plant: 'foreignSecret' }],
  },
  {
    customer: 'Coho Winery',
    domain: 'cohowinery.example',
    tags: ['gold'],
    ageDays: 452,
    workloads: mail,
    mishaps: [pulled('MailboxSettings.Read')],
  },
  {
    customer: 'Lucerne Publishing',
    domain: 'lucerne.example',
    tags: ['EU'],
    ageDays: 440,
    mishaps: [pulled('Sites.Read.All')],
  },
  {
    customer: 'The Phone Company',
    domain: 'thephonecompany.example',
    tags: ['silver', '24×7'],
    ageDays: 120,
    mishaps: [pulled('ChannelMessage.Read.All')],
  },
  {
    customer: 'Consolidated Messenger',
    domain: 'consolidated.example',
    tags: ['EU'],
    ageDays: 300,
    mishaps: [{ plant: 'foreignGrant', with: { role: 'Mail.Read' } }],
  },
  { customer: 'Humongous Insurance', domain: 'humongous.example', tags: ['finance'], ageDays: 60, mishaps: [slowed] },
  {
    customer: 'Trey Research',
    domain: 'treyresearch.example',
    tags: ['EU'],
    ageDays: 258,
    workloads: mailAndFiles,
    mishaps: [slowed],
  },
]

const underWay: readonly Member[] = [
  { customer: 'Bellows College', domain: 'bellows.example', tags: ['education'], ageDays: 0, unfinished: 'waits' },
  { customer: 'A. Datum', domain: 'a-datum.example', tags: ['silver'], ageDays: 0, unfinished: 'by-hand' },
  {
    customer: 'Best For You Organics',
    domain: 'bestforyou.example',
    tags: ['silver'],
    ageDays: 0,
    unfinished: 'declined',
  },
  {
    customer: 'Lamna Healthcare',
    domain: 'lamna.example',
    tags: ['gold', '24×7'],
    ageDays: 0,
    unfinished: 'lacks-role',
  },
  { customer: 'Tailwind Traders', domain: 'tailwind.example', tags: ['EU'], ageDays: 0, unfinished: 'code-blocked' },
  {
    customer: 'Bank of Harbour Street',
    domain: 'harbourstreet.example',
    tags: ['finance'],
    ageDays: 0,
    unfinished: 'authority',
  },
]

const proved: readonly Member[] = [
  { customer: 'Alpine Ski House', domain: 'alpineskihouse.example', tags: ['gold'], ageDays: 115 },
  { customer: 'City Power & Light', domain: 'citypower.example', tags: ['gold', '24×7'], ageDays: 466 },
  {
    customer: 'Contoso',
    domain: 'contoso-practice.example',
    tags: ['gold', 'EU'],
    ageDays: 41,
    mishaps: [
      {
        product: {
          displayName: 'Old Vault Backup',
          roles: [{ role: 'Files.Read.All' }, { role: 'Sites.Read.All' }, { role: 'MailboxItem.Read.All' }],
        },
      },
    ],
  },
  { customer: 'Fourth Coffee', domain: 'fourthcoffee.example', tags: ['silver'], ageDays: 184, workloads: mail },
  { customer: 'Munson’s Pickles', domain: 'munsons.example', tags: [], ageDays: 110, workloads: mailAndFiles },
  { customer: 'School of Fine Art', domain: 'fineart.example', tags: ['education'], ageDays: 342, passing: true },
  { customer: 'Southridge Video', domain: 'southridge.example', tags: ['silver'], ageDays: 207 },
  { customer: 'Wide World Importers', domain: 'wideworld.example', tags: ['gold', 'EU'], ageDays: 74 },
  { customer: 'Fincher Architects', domain: 'fincher.example', tags: ['EU'], ageDays: 12, workloads: files },
  { customer: 'First Up Consultants', domain: 'firstup.example', tags: [], ageDays: 265, passing: true },
  {
    customer: 'Relecloud Print',
    domain: 'relecloudprint.example',
    tags: ['silver'],
    ageDays: 325,
    licences: ['exchange', 'sharepoint'],
  },
  {
    customer: 'Munich Dental Group',
    domain: 'munichdental.example',
    tags: ['EU'],
    ageDays: 158,
    licences: ['exchange'],
  },
  { customer: 'VanArsdel Logistics', domain: 'vanarsdel-logistics.example', tags: ['24×7'], ageDays: 376 },
  {
    customer: 'Northern Lights Energy',
    domain: 'northernlights.example',
    tags: ['gold'],
    ageDays: 291,
    workloads: ['exchange', 'sharepoint', 'teams', 'groups'],
  },
  { customer: 'Parnell Aerospace', domain: 'parnell.example', tags: ['gold', 'finance'], ageDays: 409 },
  { customer: 'Susie’s Bakery', domain: 'susies.example', tags: [], ageDays: 88, lifeDays: 365, workloads: mail },
  { customer: 'Wingtip Museum', domain: 'wingtipmuseum.example', tags: ['education'], ageDays: 245 },
  { customer: 'Lakeside Notaries', domain: 'lakeside.example', tags: ['finance'], ageDays: 33, lifeDays: 365 },
]

/** Some forty customers in every state, worst first. They share no domain with the first tenants of the practice cloud. */
export const practiceFleet: readonly Member[] = [...troubled, ...underWay, ...proved]

export const practiceDomains: readonly string[] = practiceFleet.map(({ domain }) => domain)
