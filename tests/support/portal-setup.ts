import { startPortal } from './portal'

/** Playwright's global setup: one portal for all journeys. They read where it is from the environment. */
export default async function setUpPortal(): Promise<() => Promise<void>> {
  const portal = await startPortal()
  Object.assign(process.env, {
    PORTAL_URL: portal.url,
    PORTAL_PRACTICE: portal.practiceOrigin,
    PORTAL_SETUP_LINK: portal.setupLink,
    PORTAL_DATABASE_URL: portal.databaseUrl,
    PORTAL_HOME: portal.home,
  })
  return () => portal.stop()
}
