// Runs a program as a child of the supervisor: puts its own mark on record first, and ends when the supervisor is gone.
// A kill of the supervisor at any moment therefore leaves nothing that the next start cannot recognise.
// On SIGTERM it also lets go of connections that become idle: a server that closes waits for them, and a browser keeps the
// one of an ended event stream open for seconds.
// Usage: child.mjs <record file> <program> [arguments]
import { subscribe } from 'node:diagnostics_channel'
import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { markOf } from '../.latchkey/build/process-mark.mjs'

const [record, program, ...rest] = process.argv.slice(2)
const parent = Number(process.env.SUPERVISOR_PID)
writeFileSync(`${record}.${process.pid}`, JSON.stringify(markOf(process.pid)), { mode: 0o600 })
renameSync(`${record}.${process.pid}`, record)
if (process.ppid !== parent) process.exit(0)

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
}, 500).unref()

// not before somebody was served: until a program has its own listener, SIGTERM has to end it at once
const servers = new Set()
subscribe('http.server.request.start', ({ server }) => {
  if (servers.size === 0) process.once('SIGTERM', closeIdleConnections)
  servers.add(server)
})

function closeIdleConnections() {
  setInterval(() => {
    for (const server of servers) server.closeIdleConnections()
  }, 50).unref()
}

process.argv = [process.execPath, path.resolve(program), ...rest]
await import(pathToFileURL(path.resolve(program)).href)
