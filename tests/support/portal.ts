import { House } from './start'

export interface Portal {
  url: string
  practiceOrigin: string
  /** Works once, until an owner exists. */
  setupLink: string
  databaseUrl: string
  home: string
  house: House
  stop(): Promise<void>
}

/** Seconds instead of minutes: every wait of the product is a setting. */
const quick = {
  SPREAD_DEADLINE_SECONDS: '30',
  SPREAD_PAUSE_SECONDS: '0.3',
  STALE_PATIENCE_SECONDS: '10',
  LEASE_SECONDS: '4',
  MICROSOFT_TIMEOUT_SECONDS: '10',
}

/** The product as it runs for people: supervisor, built pages, practice cloud, an empty database of its own. */
export async function startPortal(environment: Record<string, string> = {}): Promise<Portal> {
  const house = new House({ environment: { ...quick, ...environment } })
  try {
    await house.ready(180_000)
  } catch (error) {
    await house.remove()
    throw error
  }
  return {
    url: house.url,
    practiceOrigin: house.practiceOrigin,
    setupLink: house.setupLink,
    databaseUrl: await house.databaseUrl(),
    home: house.home,
    house,
    stop: () => house.remove(),
  }
}
