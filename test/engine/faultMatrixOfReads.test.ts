import { READS } from './cases';
import { testUnderFaults } from './faultMatrix';

testUnderFaults(READS);
