/**
 * hub/doctor: tries whether Eddy works here: what must be installed, where it listens and writes, and a whole session on a
 * real program. It must not know how a program is run or a hub is dialled: that comes in, so that what users use is tried.
 */
export { type Examination, examine } from './examine.ts';
export type { Row, RowState } from './row.ts';
export type { DoctorWork, FoundConfiguration } from './work.ts';
