import type { Directory } from './directory'
import type { Graph } from './graph'
import { createGrants } from './graph-grants'
import { createKeys } from './graph-keys'
import { observe } from './graph-observe'
import { createRegistration } from './graph-registration'

/** The directory of the tenant that the Graph client's token belongs to. */
export function createGraphDirectory(graph: Graph): Directory {
  return {
    observe: (scope, signal) => observe(signal ? graph.within(signal) : graph, scope),
    ...createRegistration(graph),
    ...createGrants(graph),
    ...createKeys(graph),
  }
}
