import { APPLICATION_ROUTES } from './application-routes'
import { DIRECTORY_ROUTES } from './directory-routes'
import type { Route } from './route'
import { WORKLOAD_ROUTES } from './workload-routes'

/** Every operation of this Graph; the first pattern that fits wins. */
export const ROUTES: readonly Route[] = [...APPLICATION_ROUTES, ...DIRECTORY_ROUTES, ...WORKLOAD_ROUTES]
