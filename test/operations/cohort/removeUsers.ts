import { changesCohort } from './addUsers';

export default changesCohort('removed');
