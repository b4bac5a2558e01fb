import { testPrograms } from './python-findings.ts';

testPrograms('scopes');
