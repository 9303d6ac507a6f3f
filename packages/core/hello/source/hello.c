#include <stdio.h>

int main(void)
{
    puts("The system is up.");
    return 0;
}
