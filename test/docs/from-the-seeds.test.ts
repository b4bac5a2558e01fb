import { deepEqual, equal } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow } from '../../scripts/check/sources.ts';
import * as debuggers from '../../src/debugger.ts';
import * as eddy from '../../src/inside/runtime/index.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'from-the-seeds.md'), 'utf8');
const rows = page
  .split('\n')
  .filter(
    line =>
      line.startsWith('| ') && !line.startsWith('| seed |') && !line.startsWith('| section |') && !/^\| -/.test(line),
  )
  .map(line => line.split(' | ').map(cell => cell.replace(/^\| ?| ?\|$/g, '').trim()));

/** What the five documents name. It only grows. */
const named = `
DebugpyServer DEFAULT_HOST DEFAULT_PORT start(host stop() wait_for_client(timeout) breakpoint() managed_server is_active()
get_server_info() server_info DebugpyServerManager start_server(port stop_server(port) stop_all() get_server(port) list_servers()
get_server_manager() AsyncDebugClient connect(timeout) disconnect() set_breakpoint(file remove_breakpoint(file
evaluate_expression(expression get_stack_trace(thread_id) get_variables(frame_id pause() continue_execution() get_async_stack_trace(task_id)
RemoteDebugger(config debug_session(name _sessions _active_session _event_handlers _log_event AsyncExitStack asynccontextmanager
ensure_server_running() auto_start_server pause(session_id) get_stack_trace(session_id) register_event_handler
get_session_info(session_id) list_sessions() get_statistics() total_sessions active_sessions total_breakpoints total_events
sessions_created close_all_sessions() DebugSession session_id start_time metadata DebugEvent AsyncDebugDecorator debug_async
get_remote_debugger() __init__.py AsyncDebugger tracked_task tracked_scope track_lock tracked_lock track_sdk_session
tracked_sdk_session debug_async_operation get_debug_statistics() generate_report() debug_task debug_scope AsyncTaskTracker
create_task failed_tasks get_summary() CancelScopeMonitor ResourceMonitor CancelScopeTracker enter_scope exit_scope request_cancel
tracked_cancel_scope check_cross_task_violations() get_active_scopes_info() get_scope_statistics() print_summary() events.json
ScopeEvent event_type to_dict() scope_to_tasks SafeAsyncGenerator cleanup_timeout _closed __anext__ aclose() SDKMessageTracker
latest_message message_type message_count start_periodic_display() stop_periodic_display(timeout) signal_stop() SafeClaudeSDK
execute() _execute_safely() _run_isolated_generator log_file monitor_lock(lock_name) monitor_session(session_id
get_comprehensive_statistics() LockMonitor acquire_lock(lock_name release_lock(lock_name) get_active_locks() SessionMonitor
create_session(session_id update_session_status(session_id close_session(session_id) get_active_sessions() TaskMonitor
track_task_creation(task_id track_task_completion(task_id get_active_tasks() SystemMonitor collect_system_stats() get_system_stats()
DebugDashboard update_interval start_debug_services.py start_debug_server(port) start_dashboard(port) --server --dashboard --all
demo_debugpy.py test_cancel_scope.py performance_test.py debugpy_integration_verification_report.json README_DEBUGPY.md
DEBUGPY_INTEGRATION_FINAL_REPORT.md debug.remote_debugging debug.dashboard debug.level async_debugging cancel_scope_tracking
monitoring.resource_monitoring monitoring.performance_tracking monitoring.log_aggregation recovery.auto_retry
recovery.circuit_breaker recovery.fallback_strategies session_management session_management.persistence breakpoints
auto_breakpoints notifications integration development advanced security experimental platform compatibility exceptions
async_tracking remote port_range`
  .split(/\s+/)
  .filter(word => word !== '');

test('every name of the seeds has a row', () => {
  const first = rows.map(([seed]) => seed).join('\n');
  deepEqual(
    named.filter(name => !first.includes(name)),
    [],
  );
});

test('every row says where it is', () => {
  deepEqual(
    rows.filter(([, where]) => where === undefined || where === '').map(([seed]) => seed),
    [],
  );
  equal(rows.length > 150, true, `${rows.length} rows`);
});

const types = ['EddyEvent', 'DebugEvent'];

test('what a row says is here, is here', () => {
  const code = filesBelow(join(root, 'src'))
    .filter(file => !/\.test\.ts$/.test(file))
    .map(file => readFileSync(file, 'utf8'))
    .join('\n');
  const missing: string[] = [];
  for (const [, where = ''] of rows) {
    for (const part of where.split(/[;,]/).filter(part => !part.includes('later:') && !where.endsWith('later: hub'))) {
      if (where.includes('later:') && !part.includes('today')) continue;
      for (const [, name = ''] of part.matchAll(/`([A-Za-z]\w*)(?:\([^`]*\))?`/g)) {
        const isClass = /^[A-Z]/.test(name) && !types.includes(name);
        if (
          isClass
            ? !(name in eddy) && !(name in debuggers) && name !== 'Owner'
            : !new RegExp(`\\b${name}\\b`).test(code)
        )
          missing.push(name);
      }
    }
    for (const [, path = ''] of where.matchAll(/`((?:src|docs|test)\/[\w./-]+)`/g))
      if (!existsSync(join(root, path))) missing.push(path);
  }
  deepEqual([...new Set(missing)], []);
});
