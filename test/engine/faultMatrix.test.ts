import { OTHER_ROUTES, WRITES } from './cases';
import { testUnderFaults } from './faultMatrix';

testUnderFaults([...WRITES, ...OTHER_ROUTES]);
